/* embed OUT.S NAME=PATH...: writes an assembler file that takes the files in by .incbin,
 * and the table that src/base/embedded.h declares. Names must come sorted. Build-time only. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    if (argc < 2)
        return 2;
    FILE *f = fopen(argv[1], "w");
    if (!f)
        return 1;
    fprintf(f, "    .section .rodata\n");
    for (int i = 2; i < argc; i++) {
        const char *eq = strchr(argv[i], '=');
        if (!eq)
            return 2;
        fprintf(f, "    .balign 64\nf%d: .incbin \"%s\"\ne%d: .byte 0\n", i, eq + 1, i);
        fprintf(f, "n%d: .asciz \"%.*s\"\n", i, (int)(eq - argv[i]), argv[i]);
    }
    fprintf(f, "    .section .data.rel.ro,\"aw\"\n    .balign 8\n"
               "    .globl embedded_files\n    .hidden embedded_files\nembedded_files:\n");
    for (int i = 2; i < argc; i++)
        fprintf(f, "    .quad n%d, f%d, e%d\n", i, i, i);
    fprintf(f, "    .section .rodata\n    .balign 4\n    .globl embedded_count\n"
               "    .hidden embedded_count\nembedded_count: .long %d\n", argc - 2);
    fprintf(f, "    .section .note.GNU-stack,\"\",%%progbits\n");
    return fclose(f) ? 1 : 0;
}
