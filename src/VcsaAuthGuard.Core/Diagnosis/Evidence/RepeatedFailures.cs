using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Recognizes the second entry about a failed task: vpxd reports some failures in two forms.</summary>
internal sealed class RepeatedFailures
{
    private const int MaxOperations = 1 << 13;

    private static readonly long MaxDistance = TimeSpan.FromMinutes(1).Ticks;

    /// <summary>Holds the last failure of each operation, by reason: reasons are few, and a pair of texts as a key takes longer.</summary>
    private readonly Dictionary<string, Dictionary<string, (EntryKind Form, long Ticks)>> _last = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Determines whether a failure is one that an entry of another form has reported within the last minute.</summary>
    public bool IsRepetition(Symptom failed)
    {
        if (failed is not { OpId: string operation, Reason: string reason })
        {
            return false;
        }

        long ticks = failed.Time?.UtcTicks ?? 0;
        bool isReason = _last.TryGetValue(reason, out Dictionary<string, (EntryKind Form, long Ticks)>? operations);
        if (
            isReason
            && operations!.TryGetValue(operation, out (EntryKind Form, long Ticks) other)
            && other.Form != failed.Form
            && Math.Abs(ticks - other.Ticks) <= MaxDistance
        )
        {
            return true;
        }

        if (_count >= MaxOperations)
        {
            _last.Clear();
            _count = 0;
            isReason = false;
        }

        if (!isReason)
        {
            _last[reason] = operations = new(StringComparer.Ordinal);
        }

        int before = operations!.Count;
        operations[operation] = (failed.Form, ticks);
        _count += operations.Count - before;
        return false;
    }
}
