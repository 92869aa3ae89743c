/* Runs a fuzz target over files and folders named on the command line: its corpus, in the tests. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static int files;

static void replay(const char *path) {
    struct stat st;
    if (stat(path, &st))
        return;
    if (S_ISDIR(st.st_mode)) {
        DIR *d = opendir(path);
        if (!d)
            return;
        for (struct dirent *e; (e = readdir(d));) {
            if (e->d_name[0] == '.')
                continue;
            char inner[4096];
            snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
            replay(inner);
        }
        closedir(d);
        return;
    }
    FILE *f = fopen(path, "rb");
    if (!f)
        return;
    size_t n = (size_t)st.st_size;
    unsigned char *p = malloc(n ? n : 1);
    if (p && fread(p, 1, n, f) == n) {
        LLVMFuzzerTestOneInput(p, n);
        files++;
    }
    free(p);
    fclose(f);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("%d passed, 0 failed\n", files ? files : 0);
    return files ? 0 : 1;
}
