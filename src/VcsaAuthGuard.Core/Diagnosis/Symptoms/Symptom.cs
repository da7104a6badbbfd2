using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Represents an entry that is not a fault and points to a cause.</summary>
internal sealed record Symptom : ILogRecord
{
    public SymptomKind Kind { get; init; }

    public DateTimeOffset? Time { get; init; }

    /// <summary>Gets the account that the entry names; null if it names none.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the account that ended a session; null for other kinds, and where the entry does not name it.</summary>
    public string? By { get; init; }

    /// <summary>Gets the client's address of a request; null for other kinds.</summary>
    public string? Address { get; init; }

    /// <summary>Gets the host that the entry names, by name or id; null if it names none.</summary>
    public string? Host { get; init; }

    /// <summary>Gets the datastore that the entry names; null if it names none.</summary>
    public string? Datastore { get; init; }

    /// <summary>Gets the type of the fault of a failed task; null for other kinds.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the operation of a failed task; null for other kinds.</summary>
    public string? OpId { get; init; }

    /// <summary>Gets whether the entry names a fault and is not one of vpxd's reports of failed calls.</summary>
    public bool IsMention => Form != EntryKind.CallError;

    /// <summary>Gets the kind of the entry, which distinguishes two entries of one failure.</summary>
    public EntryKind Form { get; init; }

    public string Source { get; init; } = "";

    public string? Server { get; init; }

    public long Line { get; private set; }

    public string Text { get; init; } = "";

    public long Weight => 256 + (2L * Text.Length);

    /// <summary>Returns the symptom at a line.</summary>
    public Symptom At(long line)
    {
        Line = line;
        return this;
    }

    public void MoveDown(long lines) => Line += lines;

    public ILogRecord? Within(TimeRange range) => range.Contains(Time) ? this : null;
}
