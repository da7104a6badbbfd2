namespace VcsaAuthGuard.Logs.Reading;

/// <summary>
/// Represents a log of an archive, or an archive inside it, with what it yielded until its turn comes. The order is oldest first, inner
/// archives last.
/// </summary>
/// <param name="entryName">Its name in the archive.</param>
/// <param name="name">What that says; null for an inner archive.</param>
/// <param name="index">Which entry of the archive it is.</param>
internal sealed class PendingArchiveLog<T>(string entryName, LogName? name, int index) : IComparable<PendingArchiveLog<T>>
    where T : class, ILogRecord
{
    private readonly List<LogBatch<T>> _batches = [];

    public string EntryName { get; } = entryName;

    public LogName? Name { get; } = name;

    public int Index { get; } = index;

    public bool IsArchive => Name is null;

    /// <summary>Gets or sets the first bytes of the text.</summary>
    public byte[] Head { get; set; } = [];

    /// <summary>Gets or sets the length of the log's text in bytes, known once the log has been read.</summary>
    public long Length { get; set; }

    /// <summary>Gets the approximate number of bytes that are held.</summary>
    public long Weight { get; private set; }

    /// <summary>Gets whether the records held were discarded, so that the log must be read again.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Gets whether the log returned any batch.</summary>
    public bool HasRecords { get; private set; }

    public void Add(LogBatch<T> batch)
    {
        _batches.Add(batch);
        Weight += batch.Weight;
        HasRecords |= batch.Counts?.Logs > 0;
    }

    public void Drop()
    {
        _batches.Clear();
        Weight = 0;
        IsDropped = true;
    }

    public LogBatch<T>[] Release()
    {
        LogBatch<T>[] batches = [.. _batches];
        _batches.Clear();
        Weight = 0;
        return batches;
    }

    public int CompareTo(PendingArchiveLog<T>? other)
    {
        if (other is null || Name is null || other.Name is null)
        {
            return other is null || (Name is null && other.Name is not null) ? 1 : Name is null ? Index.CompareTo(other.Index) : -1;
        }

        int order = Name.Value.CompareTo(other.Name.Value);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }
}
