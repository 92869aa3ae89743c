#include "claim_work.h"
void claim_conflicts(struct work *w) { (void)w; }
