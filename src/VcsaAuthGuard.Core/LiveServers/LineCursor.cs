using System.Text;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.LiveServers;

/// <summary>
/// Represents how far a log was read by line numbers. The anchor is the first line of the last entry, which has a time: later lines of an
/// entry may be the same in any log.
/// </summary>
/// <param name="Number">The log's number in the connection.</param>
/// <param name="Offset">The number of bytes that were sent of it.</param>
/// <param name="Next">The number of the next line.</param>
/// <param name="AnchorLine">The number of the anchor's line.</param>
/// <param name="Anchor">The anchor; null if it is not known.</param>
internal sealed record LineCursor(int Number, long Offset, long Next, long AnchorLine = 0, string? Anchor = null)
{
    /// <summary>The number of lines from the anchor on that are asked for once more at most.</summary>
    private const int MaxOverlap = 100;

    /// <summary>Gets the number of the first line to ask for.</summary>
    public long Start => Anchor is null ? Next : AnchorLine;

    /// <summary>Gets the number of lines to ask for once more.</summary>
    public int Overlap => (int)(Next - Start);

    /// <summary>Returns the cursor behind lines that follow it.</summary>
    public LineCursor Advance(IReadOnlyList<string> lines, long bytes) =>
        (this with { Offset = Offset + bytes, Next = Next + lines.Count }).AnchorTo(lines);

    /// <summary>Returns the cursor with an anchor from the lines in front of it.</summary>
    public LineCursor AnchorTo(IReadOnlyList<string> lines)
    {
        int last = lines.Count - 1;
        int anchor = last;
        while (anchor > 0 && LogLine.IsContinuation(Encoding.UTF8.GetBytes(lines[anchor])))
        {
            anchor--;
        }

        bool isEntry = !LogLine.IsContinuation(Encoding.UTF8.GetBytes(lines[anchor])) && last - anchor < MaxOverlap;
        bool keepsOld = !isEntry && Anchor is not null && Next - AnchorLine <= MaxOverlap;
        anchor = isEntry ? anchor : last;
        return keepsOld ? this : this with { AnchorLine = Next - lines.Count + anchor, Anchor = lines[anchor] };
    }

    /// <summary>Returns whether lines from <see cref="Start"/> on are those of the log that was read.</summary>
    public bool IsAt(IReadOnlyList<string> lines) =>
        Anchor is null
        || (lines.Count >= Overlap
            && lines.Count > 0
            && (lines[0] == Anchor || (Overlap == 1 && lines[0].StartsWith(Anchor, StringComparison.Ordinal))));
}
