namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Reads the time of <c>Event [ID] [1-1] [TIME] [vim.event.TYPE] ...</c>.</summary>
internal static class ClientEventTime
{
    /// <summary>Reads the time; returns false if the line is no such event.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out DateTimeOffset time)
    {
        time = default;
        int type = line.IndexOf("] [vim.event."u8);
        int open = type < 0 ? -1 : line.Slice(0, type).LastIndexOf((byte)'[');
        return open >= 0 && LogTimestamp.TryRead(line.Slice(open + 1), out time, out _, out _);
    }
}
