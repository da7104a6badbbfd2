namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Represents a log that may be present twice.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Head">Its first bytes as text, read when needed.</param>
/// <param name="Length">How much of it there is; asked only of copies.</param>
/// <param name="Log">The log itself.</param>
internal sealed record LogCopy<T>(LogName Name, Func<byte[]> Head, Func<long> Length, T Log);

/// <summary>
/// Removes copies of logs. Copying <c>/var/log/vmware/vpxd</c> makes a second file of the link <c>vpxd.log</c>, and a log that is being
/// compressed is present as <c>.log</c> and <c>.log.gz</c>; either would count its faults twice.
/// </summary>
internal static class LogCopies
{
    /// <summary>Shorter heads than this prove nothing.</summary>
    private const int MinHeadLength = 64;

    /// <summary>
    /// Returns the logs of one series without copies, oldest first. Of two equal logs the one without a number (vpxd.log) is dropped
    /// unless it is longer.
    /// </summary>
    public static List<T> Drop<T>(List<LogCopy<T>> logs)
    {
        List<LogCopy<T>> kept = [];
        foreach (LogCopy<T> log in logs)
        {
            int twin = FindTwin(kept, log);
            if (twin < 0)
            {
                kept.Add(log);
            }
            else if (log.Length() > kept[twin].Length())
            {
                kept[twin] = log;
            }
        }

        return kept.ConvertAll(log => log.Log);
    }

    /// <summary>Finds the copy of a log among those before it, which are ordered by name: one without a number may be a copy of any, others
    /// only of those with the same name, which are the last.</summary>
    private static int FindTwin<T>(List<LogCopy<T>> kept, LogCopy<T> log)
    {
        for (int i = kept.Count - 1; i >= 0 && (log.Name.IsActive || kept[i].Name == log.Name); i--)
        {
            if (IsCopy(kept[i].Head(), log.Head()))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsCopy(byte[] one, byte[] other)
    {
        int length = Math.Min(one.Length, other.Length);
        return length >= MinHeadLength && one.AsSpan(0, length).SequenceEqual(other.AsSpan(0, length));
    }
}
