using System.Diagnostics;
using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Holds the reader against the oracle on one log.</summary>
internal static class FaultComparison
{
    private static readonly TimeSpan LongestShrink = TimeSpan.FromSeconds(15);

    /// <summary>Fails with the first difference and the smallest log found that still shows one.</summary>
    /// <param name="log">The uncompressed bytes.</param>
    /// <param name="label">What tells this log from the others: its seed, where it was cut.</param>
    /// <param name="open">How the reader gets the bytes; plainly from memory when null.</param>
    public static void AssertAgree(byte[] log, string label, Func<byte[], Stream>? open = null)
    {
        open ??= bytes => new MemoryStream(bytes, writable: false);
        if (FirstDifference(log, open) is not { } difference)
        {
            return;
        }

        byte[] small = Shrink(log, open);
        Assert.Fail($"{label}: {difference}\nThe smallest log with a difference ({small.Length} bytes): " +
            $"{FirstDifference(small, open)}\n{Shown(Encoding.Latin1.GetString(small), 1500)}");
    }

    private static string? FirstDifference(byte[] log, Func<byte[], Stream> open)
    {
        const string source = "random.log";
        NaiveResult expected = NaiveFaultReader.Read(log, source);
        var report = new LogReadReport();
        List<AuthFault> faults;
        try
        {
            faults = [.. FaultReader.Read(
                [LogInput.FromStream(source, open(log))], new FaultQuery { Kinds = FaultQuery.AllKinds }, report,
                TestContext.Current.CancellationToken)];
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return $"the reader threw {fault}";
        }

        for (int i = 0; i < Math.Min(faults.Count, expected.Faults.Count); i++)
        {
            if (faults[i] != expected.Faults[i])
            {
                return $"fault {i}, {FieldThatDiffers(faults[i], expected.Faults[i])}, in {Shown(expected.Faults[i].Text, 600)}";
            }
        }

        if (faults.Count != expected.Faults.Count)
        {
            AuthFault extra = faults.Count > expected.Faults.Count ? faults[expected.Faults.Count] : expected.Faults[faults.Count];
            return $"{faults.Count} faults where the oracle has {expected.Faults.Count}; the first only one has is {extra.Kind} " +
                $"in line {extra.LineNumber}: {Shown(extra.Text, 600)}";
        }

        LogCounts counts = report.Counts;
        (string Name, long Fast, long Naive)[] pairs =
        [
            ("lines", counts.Lines, expected.Lines),
            ("mentions", counts.Mentions, expected.Mentions),
            ("orphans", counts.Orphans, expected.Orphans),
            ("cut entries", counts.CutEntries, expected.CutEntries),
            ("times without offset", counts.TimesWithoutOffset, expected.TimesWithoutOffset),
        ];
        return pairs.Where(pair => pair.Fast != pair.Naive)
            .Select(pair => $"{pair.Fast} {pair.Name} where the oracle has {pair.Naive}").FirstOrDefault();
    }

    private static string FieldThatDiffers(AuthFault fast, AuthFault naive) => typeof(AuthFault).GetProperties()
        .Select(field => (field.Name, Fast: field.GetValue(fast), Naive: field.GetValue(naive)))
        .Where(field => !Equals(field.Fast, field.Naive))
        .Select(field => $"{field.Name}: {Shown(field.Fast, 300)} where the oracle has {Shown(field.Naive, 300)}")
        .First();

    /// <summary>Takes lines away, ever fewer at a time, as long as a difference stays.</summary>
    private static byte[] Shrink(byte[] log, Func<byte[], Stream> open)
    {
        string[] lines = Encoding.Latin1.GetString(log).Split('\n');
        var watch = Stopwatch.StartNew();
        for (int size = lines.Length / 2; size > 0; size /= 2)
        {
            for (int at = 0; at + size <= lines.Length && watch.Elapsed < LongestShrink;)
            {
                string[] fewer = [.. lines[..at], .. lines[(at + size)..]];
                bool differs = FirstDifference(Joined(fewer), open) is not null;
                lines = differs ? fewer : lines;
                at += differs ? 0 : size;
            }
        }

        return Joined(lines);
    }

    private static byte[] Joined(string[] lines) => Encoding.Latin1.GetBytes(string.Join('\n', lines));

    /// <summary>A value with its control characters escaped.</summary>
    private static string Shown(object? value, int longest)
    {
        if (value is null)
        {
            return "null";
        }

        string text = value is DateTimeOffset time ? $"{time:O}" : value.ToString()!;
        var shown = new StringBuilder();
        foreach (char c in text.Take(longest))
        {
            shown.Append(c is >= ' ' and <= '~' ? c.ToString() : c == '\n' ? "\\n\n" : $"\\u{(int)c:X4}");
        }

        return $"«{shown}»{(text.Length > longest ? $" and {text.Length - longest} more" : "")}";
    }
}
