using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Recognizes the second entry about a failed task: vpxd reports some failures in two forms.</summary>
internal sealed class RepeatedFailures
{
    private const int MaxOperations = 1 << 13;

    private static readonly long MaxDistance = TimeSpan.FromMinutes(1).Ticks;

    private readonly Dictionary<(string OpId, string Reason), (EntryKind Form, long Ticks)> _last = [];

    /// <summary>Determines whether a failure is one that an entry of another form has reported within the last minute.</summary>
    public bool IsRepetition(Symptom failed)
    {
        if (failed is not { OpId: string operation, Reason: string reason })
        {
            return false;
        }

        long ticks = failed.Time?.UtcTicks ?? 0;
        if (
            _last.TryGetValue((operation, reason), out (EntryKind Form, long Ticks) other)
            && other.Form != failed.Form
            && Math.Abs(ticks - other.Ticks) <= MaxDistance
        )
        {
            return true;
        }

        if (_last.Count >= MaxOperations)
        {
            _last.Clear();
        }

        _last[(operation, reason)] = (failed.Form, ticks);
        return false;
    }
}
