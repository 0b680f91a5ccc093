// What a sample says about all: an upper limit, and when to ring the bell. Pure; no amount is ever
// computed here.
#pragma once

#include <string>

namespace dm::quality {

// The upper 95 % limit, one-sided (Clopper and Pearson), of a share of which `hits` of `n` were
// seen, in hundredths of a per cent, to the nearest. 10 000 where nothing was looked at.
int UpperLimitPermyriad(int hits, int n);

// The share of at least `hits` of `n` where the true rate is `rate_permille`, in millionths.
int TailPpm(int hits, int n, int rate_permille);

// The fewest errors of `n` that come by chance in at most one sample of a hundred while the true
// rate is `base_permille`: casework.md 14's table. At least 1.
int AlarmAt(int n, int base_permille);

// "9,5 %" of 950: one decimal.
std::string PercentText(int permyriad);

// "0 av 30 fel; övre gräns 9,5 %", or "inget granskat". `what` is the Swedish noun.
std::string RateText(int hits, int n, const std::string& what);

}  // namespace dm::quality
