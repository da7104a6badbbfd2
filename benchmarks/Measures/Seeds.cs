namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The seeds of the logs; the same ones everywhere, so that a log is made once.</summary>
internal static class Seeds
{
    public const int Ordinary = 440879;
    public const int AllFaults = 440880;

    public const int Large = 440890;

    /// <summary>Of the first of several logs; the others follow.</summary>
    public const int Several = 440881;
}
