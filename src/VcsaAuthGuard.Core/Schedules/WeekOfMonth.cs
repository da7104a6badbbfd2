namespace VcsaAuthGuard.Schedules;

/// <summary>Specifies one of the Mondays, Tuesdays, ... of a month, in the words of vSphere, and the fifth that some months have.</summary>
public enum WeekOfMonth : long
{
    /// <summary>The first in the month.</summary>
    First = 1,

    /// <summary>The second.</summary>
    Second,

    /// <summary>The third.</summary>
    Third,

    /// <summary>The fourth.</summary>
    Fourth,

    /// <summary>The fifth; a month without one is skipped.</summary>
    Fifth,

    /// <summary>The last: the fourth or the fifth.</summary>
    Last,
}
