namespace VcsaAuthGuard.Schedules;

/// <summary>Represents the years, months, weeks, days, hours or minutes of a rule, and finds the starts in each.</summary>
internal sealed class RRulePeriods
{
    private readonly RRule _rule;
    private readonly DateTime _first;
    private readonly int[] _months;
    private readonly int[] _monthDays;
    private readonly NumberedDay[] _days;
    private readonly long[] _times;
    private readonly List<long> _found = [];

    public RRulePeriods(RRule rule, DateTime start)
    {
        _rule = rule;
        _first = FirstOf(start);
        _months = rule.Months;
        _monthDays = rule.MonthDays;
        _days = rule.Days;
        if (_days.Length + _monthDays.Length == 0)
        {
            // Parts that the rule does not have come from DTSTART.
            _days = rule.Frequency == RRuleFrequency.Weekly ? [new(0, start.DayOfWeek)] : [];
            _monthDays = rule.Frequency is RRuleFrequency.Monthly or RRuleFrequency.Yearly ? [start.Day] : [];
            _months = rule.Frequency == RRuleFrequency.Yearly && _months.Length == 0 ? [start.Month] : _months;
        }

        int[] hours = rule.Hours.Length > 0 ? rule.Hours : [start.Hour];
        int[] minutes = rule.Minutes.Length > 0 ? rule.Minutes : [start.Minute];
        long seconds = start.Second * TimeSpan.TicksPerSecond;
        _times = rule.Frequency switch
        {
            RRuleFrequency.Minutely => [seconds],
            RRuleFrequency.Hourly => [.. minutes.Select(minute => (minute * TimeSpan.TicksPerMinute) + seconds)],
            _ =>
            [
                .. hours.SelectMany(hour => minutes.Select(minute =>
                    (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + seconds)),
            ],
        };
    }

    /// <summary>Gets the number of a period at or before a time; 0 or more.</summary>
    public long NumberAt(long ticks)
    {
        DateTime time = new(Math.Max(ticks, _first.Ticks));
        long whole = _rule.Frequency switch
        {
            RRuleFrequency.Yearly => time.Year - _first.Year,
            RRuleFrequency.Monthly => ((time.Year - _first.Year) * 12L) + time.Month - _first.Month,
            _ => (time.Ticks - _first.Ticks) / Length,
        };
        return whole / _rule.Interval;
    }

    /// <summary>Gets the begin of a period; returns false after the end of the calendar.</summary>
    public bool TryBegin(long number, out DateTime begin)
    {
        begin = default;
        long step = number * _rule.Interval;
        if (_rule.Frequency is RRuleFrequency.Yearly or RRuleFrequency.Monthly)
        {
            long month = (_first.Year * 12L) + _first.Month - 1 + (_rule.Frequency == RRuleFrequency.Yearly ? step * 12 : step);
            if (month / 12 >= DateTime.MaxValue.Year)
            {
                return false;
            }

            begin = new((int)(month / 12), (int)(month % 12) + 1, 1);
            return true;
        }

        if (step > (DateTime.MaxValue.Ticks - _first.Ticks - (8 * TimeSpan.TicksPerDay)) / Length)
        {
            return false;
        }

        begin = _first.AddTicks(step * Length);
        return true;
    }

    /// <summary>Gets the starts in a period, in order. The list is reused for the next period.</summary>
    public IReadOnlyList<long> StartsIn(DateTime begin)
    {
        _found.Clear();
        if (_rule.Frequency is RRuleFrequency.Minutely or RRuleFrequency.Hourly)
        {
            bool isWanted = IsWanted(begin)
                && (_rule.Hours.Length == 0 || Array.IndexOf(_rule.Hours, begin.Hour) >= 0)
                && (_rule.Frequency == RRuleFrequency.Hourly
                    || _rule.Minutes.Length == 0
                    || Array.IndexOf(_rule.Minutes, begin.Minute) >= 0);
            AddTimes(isWanted, begin);
            return _found;
        }

        DateTime end = _rule.Frequency switch
        {
            RRuleFrequency.Yearly => begin.AddYears(1),
            RRuleFrequency.Monthly => begin.AddMonths(1),
            RRuleFrequency.Weekly => begin.AddDays(7),
            _ => begin.AddDays(1),
        };
        for (DateTime day = begin; day < end; day = day.AddDays(1))
        {
            AddTimes(IsWanted(day), day);
        }

        return _found;
    }

    /// <summary>Gets the length of a period of constant length.</summary>
    private long Length => _rule.Frequency switch
    {
        RRuleFrequency.Minutely => TimeSpan.TicksPerMinute,
        RRuleFrequency.Hourly => TimeSpan.TicksPerHour,
        RRuleFrequency.Daily => TimeSpan.TicksPerDay,
        _ => 7 * TimeSpan.TicksPerDay,
    };

    private DateTime FirstOf(DateTime start) => _rule.Frequency switch
    {
        RRuleFrequency.Yearly => new DateTime(start.Year, 1, 1),
        RRuleFrequency.Monthly => new DateTime(start.Year, start.Month, 1),
        RRuleFrequency.Weekly => WeekOf(start.Date),
        RRuleFrequency.Daily => start.Date,
        RRuleFrequency.Hourly => start.Date.AddHours(start.Hour),
        _ => start.Date.AddHours(start.Hour).AddMinutes(start.Minute),
    };

    /// <summary>Gets the first day of a day's week; the calendar begins with a Monday.</summary>
    private DateTime WeekOf(DateTime day)
    {
        int back = ((int)day.DayOfWeek - (int)_rule.WeekStart + 7) % 7;
        return day.Ticks >= back * TimeSpan.TicksPerDay ? day.AddDays(-back) : day.AddDays(7 - back);
    }

    private void AddTimes(bool isWanted, DateTime begin)
    {
        for (int i = 0; isWanted && i < _times.Length; i++)
        {
            _found.Add(begin.Ticks + _times[i]);
        }
    }

    private bool IsWanted(DateTime day)
    {
        if (_months.Length > 0 && Array.IndexOf(_months, day.Month) < 0)
        {
            return false;
        }

        int length = DateTime.DaysInMonth(day.Year, day.Month);
        return (_monthDays.Length == 0 || Array.IndexOf(_monthDays, day.Day) >= 0 || Array.IndexOf(_monthDays, day.Day - length - 1) >= 0)
            && (_days.Length == 0 || Array.Exists(_days, wanted => IsDay(day, length, wanted)));
    }

    /// <remarks>Days are numbered within the month; in a yearly rule without BYMONTH, within the year.</remarks>
    private bool IsDay(DateTime day, int lengthOfMonth, NumberedDay wanted)
    {
        if (day.DayOfWeek != wanted.Day)
        {
            return false;
        }

        bool isInYear = _rule.Frequency == RRuleFrequency.Yearly && _rule.Months.Length == 0;
        int place = isInYear ? day.DayOfYear : day.Day;
        int length = !isInYear ? lengthOfMonth : DateTime.IsLeapYear(day.Year) ? 366 : 365;
        return wanted.Number == 0
            || (wanted.Number > 0 ? (place + 6) / 7 == wanted.Number : (length - place + 7) / 7 == -wanted.Number);
    }
}
