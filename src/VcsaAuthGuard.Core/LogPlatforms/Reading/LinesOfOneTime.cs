namespace VcsaAuthGuard.LogPlatforms.Reading;

/// <summary>Represents the lines of one log that have one time, in the order of their entries. Platforms without an order among events of
/// one time return the lines of an entry mixed, as VictoriaLogs does.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="IsDoubtful">Whether they are in the platform's order because several entries could have the lines.</param>
internal sealed record LinesOfOneTime(IReadOnlyList<PlatformEvent> Lines, bool IsDoubtful)
{
    /// <summary>Arranges lines: the open entry before them or their only open first line gets the continuation lines, and what
    /// closes a bracket comes last. Lines whose order closes all brackets stay as they are.</summary>
    /// <param name="lines">The lines, in the platform's order.</param>
    /// <param name="openBefore">The number of brackets that the entry before them left open.</param>
    public static LinesOfOneTime Arrange(IReadOnlyList<PlatformEvent> lines, int openBefore)
    {
        if (lines.Count == 1 || lines[0].HasPlace)
        {
            return new(lines, IsDoubtful: false);
        }

        ILookup<bool, PlatformEvent> byKind = lines.ToLookup(line => EntryShape.IsContinuation(line.Text));
        PlatformEvent[] open = [.. byKind[false].Where(line => EntryShape.IsOpen(line.Text))];
        int owners = open.Length + (openBefore > 0 ? 1 : 0);
        if (owners > 1)
        {
            return new(lines, IsDoubtful: true);
        }

        if (owners == 0 || IsInOrder(lines, openBefore))
        {
            return new(lines, IsDoubtful: false);
        }

        PlatformEvent[] others = [.. byKind[false].Except(open)];
        PlatformEvent[] continuations = [.. byKind[true].OrderBy(line => EntryShape.OpenBrackets(line.Text) < 0)];
        return new(open.Length == 1 ? [.. others, .. open, .. continuations] : [.. continuations, .. others], IsDoubtful: false);
    }

    /// <summary>Determines whether each entry closes its brackets before the next one begins, and none before it begins.</summary>
    private static bool IsInOrder(IReadOnlyList<PlatformEvent> lines, int openBefore)
    {
        int open = openBefore;
        foreach (PlatformEvent line in lines)
        {
            bool isFirst = !EntryShape.IsContinuation(line.Text);
            if (isFirst ? open > 0 : open <= 0)
            {
                return false;
            }

            open = Math.Max(0, isFirst ? 0 : open) + EntryShape.OpenBrackets(line.Text);
        }

        return open == 0;
    }
}
