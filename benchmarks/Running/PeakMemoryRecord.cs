namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>The runs seen of a program that had the least and the most memory.</summary>
internal sealed record PeakMemory(long Least, long Most, string MostIn, int Runs);

/// <summary>Keeps the peak memory of runs, build by build.</summary>
internal sealed class PeakMemoryRecord
{
    private readonly Dictionary<string, PeakMemory> _peaks = [];

    public void Add(string build, string what, long? bytes)
    {
        if (bytes is not long peak)
        {
            return;
        }

        PeakMemory known = _peaks.GetValueOrDefault(build) ?? new(long.MaxValue, 0, what, 0);
        _peaks[build] = new(
            Math.Min(known.Least, peak), Math.Max(known.Most, peak), peak > known.Most ? what : known.MostIn, known.Runs + 1);
    }

    public PeakMemory? Of(string build) => _peaks.GetValueOrDefault(build);
}
