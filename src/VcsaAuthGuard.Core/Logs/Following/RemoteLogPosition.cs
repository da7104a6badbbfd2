namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents how far a log on another machine was read.</summary>
/// <param name="HeadLength">The number of its first bytes that <paramref name="HeadSum"/> covers.</param>
/// <param name="HeadSum">Their SHA-256, as lower-case hexadecimal digits.</param>
/// <param name="Offset">The number of bytes that were read.</param>
public sealed record RemoteLogPosition(int HeadLength, string HeadSum, long Offset)
{
    /// <summary>Gets the SHA-256 of the first 64 bytes, as lower-case hexadecimal digits.</summary>
    public string StartSum { get; init; } = "";

    /// <summary>Gets the number of line feeds before the first entry that was not given yet; -1 while they have not been counted.</summary>
    public long Line { get; init; } = -1;

    /// <summary>Gets whether nothing more is to be read of it.</summary>
    public bool IsDone { get; init; }

    /// <summary>
    /// Gets places up to which it was read, the last one first, with commas between them: offset, length and checksum (the first 16 digits
    /// of the SHA-256 of that many bytes before the offset), with colons between them.
    /// </summary>
    public string Points { get; init; } = "";
}
