#include <stdio.h>
#include "stemma.h"
int main(void) { puts(stm_version()); return 0; }
