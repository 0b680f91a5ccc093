// The published amounts, typed once more by hand from the regulations' tables and the price base
// amounts; whole kronor. Never generated from policies/: two copies that agree are the point.
#pragma once

#include <optional>

namespace dm::oracle {

struct NormYear {
  int year;
  int band0, band1, band3, band4, band7, band11, band15, band19;  // with lunch
  int free0, free1, free3, free4;                                 // lunch eaten elsewhere
  int alone, together;
  int common[7];
  int each_further;
};

inline constexpr NormYear kNormYears[] = {
    {2019,
     2130,
     2380,
     2120,
     2380,
     2990,
     3440,
     3880,
     3910,
     2000,
     2190,
     1940,
     2120,
     3090,
     5570,
     {990, 1100, 1380, 1570, 1810, 2050, 2220},
     170},
    {2020,
     2170,
     2430,
     2160,
     2430,
     3050,
     3510,
     3950,
     3980,
     2040,
     2230,
     1980,
     2160,
     3150,
     5680,
     {1010, 1120, 1410, 1600, 1850, 2090, 2260},
     170},
    {2021,
     2180,
     2440,
     2170,
     2440,
     3060,
     3520,
     3970,
     4000,
     2050,
     2240,
     1990,
     2170,
     3160,
     5700,
     {1020, 1130, 1420, 1610, 1860, 2100, 2270},
     170},
    {2022,
     2220,
     2480,
     2210,
     2480,
     3110,
     3580,
     4040,
     4070,
     2090,
     2280,
     2030,
     2210,
     3210,
     5800,
     {1040, 1150, 1450, 1640, 1890, 2140, 2310},
     170},
    {2023,
     2420,
     2700,
     2410,
     2700,
     3380,
     3890,
     4390,
     4430,
     2270,
     2480,
     2210,
     2410,
     3490,
     6300,
     {1130, 1250, 1580, 1790, 2060, 2330, 2510},
     180},
    {2024,
     2640,
     2940,
     2620,
     2940,
     3680,
     4230,
     4780,
     4820,
     2470,
     2700,
     2410,
     2620,
     3800,
     6850,
     {1230, 1360, 1720, 1950, 2240, 2540, 2730},
     190},
    {2025,
     2720,
     3030,
     2700,
     3030,
     3790,
     4350,
     4920,
     4960,
     2540,
     2780,
     2480,
     2700,
     3910,
     7050,
     {1270, 1400, 1770, 2010, 2310, 2620, 2810},
     190},
    {2026,
     2740,
     3060,
     2720,
     3060,
     3820,
     4390,
     4960,
     5000,
     2560,
     2800,
     2500,
     2720,
     3940,
     7100,
     {1280, 1410, 1790, 2030, 2330, 2640, 2830},
     190},
};

inline const NormYear* NormOf(int year) {
  for (const NormYear& norm : kNormYears) {
    if (norm.year == year) return &norm;
  }
  return nullptr;
}

inline std::optional<int> PriceBaseAmount(int year) {
  switch (year) {
    case 2019:
      return 46500;
    case 2020:
      return 47300;
    case 2021:
      return 47600;
    case 2022:
      return 48300;
    case 2023:
      return 52500;
    case 2024:
      return 57300;
    case 2025:
      return 58800;
    case 2026:
      return 59200;
    default:
      return std::nullopt;
  }
}

// What a child or school youth of `age` needs in a month.
inline std::optional<int> ChildNorm(const NormYear& norm, int age, bool lunch_elsewhere) {
  if (age < 0 || age > 20) return std::nullopt;
  if (age == 0) return lunch_elsewhere ? norm.free0 : norm.band0;
  if (age <= 2) return lunch_elsewhere ? norm.free1 : norm.band1;
  if (age == 3) return lunch_elsewhere ? norm.free3 : norm.band3;
  if (age <= 6) return lunch_elsewhere ? norm.free4 : norm.band4;
  if (age <= 10) return norm.band7;
  if (age <= 14) return norm.band11;
  return age <= 18 ? norm.band15 : norm.band19;
}

inline int CommonNorm(const NormYear& norm, int persons) {
  if (persons <= 0) return 0;
  if (persons <= 7) return norm.common[persons - 1];
  return norm.common[6] + (persons - 7) * (norm.common[6] - norm.common[5]);
}

}  // namespace dm::oracle
