using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Diagnosis.Signatures;

/// <summary>Represents an entry that matches a signature.</summary>
/// <param name="signature">The signature.</param>
/// <param name="time">The time of the entry; null if it has none.</param>
/// <param name="source">The log.</param>
/// <param name="line">The 1-based line, counted from the start of the block.</param>
/// <param name="text">The first line of the entry.</param>
internal sealed class SignatureMatch(Signature signature, DateTimeOffset? time, string source, long line, string text) : ILogRecord
{
    public string? Server { get; init; }

    public Signature Signature { get; } = signature;

    public DateTimeOffset? Time { get; } = time;

    public string Source { get; } = source;

    public long Line { get; private set; } = line;

    public string Text { get; } = text;

    public long Weight => 128 + (2L * Text.Length);

    public void MoveDown(long lines) => Line += lines;

    public ILogRecord? Within(TimeRange range) => range.Contains(Time) ? this : null;
}
