/* Languages told from the text: ours and others, and silence where there is too little. */
#include "test.h"

#include "lang/lang.h"

static void run(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    struct identify *t = lang_identify_open(a);
    CHECK_SLICE(lang_identify(t, S("The mayor of Orren opened the new bridge over the river on Monday, and the "
                                   "council said that it had taken nine years to build it.")), "en");
    CHECK_SLICE(lang_identify(t, S("Der B\xC3\xBCrgermeister von Orren hat am Montag die neue Br\xC3\xBC" "cke \xC3\xBC" "ber den Fluss "
                                   "er\xC3\xB6" "ffnet, und der Rat sagte, dass der Bau neun Jahre gedauert hat.")), "de");
    CHECK_SLICE(lang_identify(t, S("Le maire d'Orren a ouvert lundi le nouveau pont sur la rivi\xC3\xA8re, et le conseil a "
                                   "dit que les travaux ont dur\xC3\xA9 neuf ans dans cette ville.")), "fr");
    CHECK_SLICE(lang_identify(t, S("El alcalde de Orren abri\xC3\xB3 el lunes el nuevo puente sobre el r\xC3\xADo, y el consejo dijo "
                                   "que la obra se hizo en nueve a\xC3\xB1os con muchos problemas.")), "es");
    CHECK_SLICE(lang_identify(t, S("\xD0\x9C\xD1\x8D\xD1\x80 \xD0\xB3\xD0\xBE\xD1\x80\xD0\xBE\xD0\xB4\xD0\xB0 \xD0\xB2 \xD0\xBF\xD0\xBE\xD0\xBD\xD0\xB5\xD0\xB4\xD0\xB5\xD0\xBB\xD1\x8C\xD0\xBD\xD0\xB8\xD0\xBA "
                                   "\xD0\xBE\xD1\x82\xD0\xBA\xD1\x80\xD1\x8B\xD0\xBB \xD0\xBC\xD0\xBE\xD1\x81\xD1\x82 \xD0\xB8 \xD1\x81\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB0\xD0\xBB, \xD1\x87\xD1\x82\xD0\xBE "
                                   "\xD0\xBE\xD0\xBD \xD0\xB1\xD1\x8B\xD0\xBB \xD0\xBD\xD0\xB5 \xD0\xBF\xD0\xBB\xD0\xBE\xD1\x85, \xD0\xBD\xD0\xBE \xD1\x81\xD1\x82\xD0\xB0\xD1\x80 \xD0\xB8 \xD0\xB5\xD0\xB3\xD0\xBE "
                                   "\xD0\xBD\xD0\xB5 \xD1\x87\xD0\xB8\xD0\xBD\xD0\xB8\xD0\xBB\xD0\xB8 \xD0\xB8\xD0\xB7 \xD0\xB3\xD0\xBE\xD0\xB4\xD0\xB0 \xD0\xB2 \xD0\xB3\xD0\xBE\xD0\xB4")), "ru");
    CHECK(!lang_identify(t, S("Bridge opened")).p);        /* too short to tell */
    CHECK(!lang_identify(t, S("")).p);
    CHECK(!lang_identify(t, S("\xFF\xFE\x00\x80 \xC0")).p); /* no text at all */
    arena_free(a);
}

int main(void) {
    RUN(run);
    DONE();
}
