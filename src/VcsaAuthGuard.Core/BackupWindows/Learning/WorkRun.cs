namespace VcsaAuthGuard.BackupWindows.Learning;

/// <summary>Represents a span in which a client works, with pauses shorter than <see cref="WorkRunFinder.MaxPause"/>.</summary>
/// <param name="Start">The start, in ticks of UTC.</param>
/// <param name="End">The end, in ticks of UTC.</param>
/// <param name="Calls">The number of API calls.</param>
/// <param name="Logins">The number of logins.</param>
/// <param name="Sessions">The largest number of its sessions that were open at a time.</param>
internal sealed record WorkRun(long Start, long End, long Calls, long Logins, int Sessions)
{
    public TimeSpan Duration => new(End - Start);

    public DateTimeOffset StartTime => new(Start, TimeSpan.Zero);
}
