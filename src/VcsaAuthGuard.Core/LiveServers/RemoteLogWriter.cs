using System.Text;

namespace VcsaAuthGuard.LiveServers;

/// <summary>Writes additions to logs as messages for a watcher; FollowLogs.sh describes their form.</summary>
/// <param name="onLine">Receives the messages.</param>
internal sealed class RemoteLogWriter(Action<string> onLine)
{
    /// <summary>Writes that a log was found or renamed. A new one is read from an offset on, behind a number of lines.</summary>
    public void WriteLog(int number, string name, long offset, long lines, byte[] head) =>
        onLine(FormattableString.Invariant($"log {number} {name} {offset} {lines} {Convert.ToBase64String(head)} ."));

    /// <summary>Writes lines of a log. Returns their number of bytes.</summary>
    public long WriteLines(int number, long offset, IReadOnlyList<string> lines)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n");
        byte[] data = [.. Encoding.ASCII.GetBytes(FormattableString.Invariant($"T {text.Length}\n")), .. text];
        onLine(FormattableString.Invariant($"at {number} {offset} {text.Length} {Convert.ToBase64String(data)} ."));
        return text.Length;
    }

    /// <summary>Writes that a log was read to its end and that nothing will be added to it.</summary>
    public void WriteDone(int number) => onLine(FormattableString.Invariant($"done {number} ."));

    /// <summary>Writes that a log is nowhere any more.</summary>
    public void WriteGone(int number) => onLine(FormattableString.Invariant($"gone {number} ."));

    /// <summary>Writes that all logs were looked at.</summary>
    public void WriteLooked(bool hasMore) => onLine($"ok {(hasMore ? 1 : 0)} .");
}
