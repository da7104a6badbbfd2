using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>Finds the times of entries in text.</summary>
internal static class EntryTime
{
    /// <summary>Returns the time of the first entry that has one; null if none has.</summary>
    public static DateTimeOffset? FirstIn(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> line = LogLine.Next(ref text);
            if (!LogLine.IsContinuation(line) && EntryHeader.Read(line).Time is DateTimeOffset time)
            {
                return time;
            }
        }

        return null;
    }
}
