namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Represents what a log is known by, under whatever name and however often it was renamed, copied or linked: checksums of its first bytes.
/// Their text is not kept, because session ids may be in it.
/// </summary>
/// <param name="Length">The number of bytes that <paramref name="Sum"/> covers.</param>
/// <param name="Start">The checksum of the first <see cref="MinLength"/> bytes.</param>
/// <param name="Sum">The checksum of the first <paramref name="Length"/> bytes.</param>
internal readonly record struct LogHead(int Length, string Start, string Sum)
{
    /// <summary>The number of bytes that tell one log from another. Fewer prove nothing.</summary>
    public const int MinLength = 64;

    /// <summary>The number of bytes that are looked at.</summary>
    public const int MaxLength = 1024;

    /// <summary>Creates the head of a log that begins with these bytes, at least <see cref="MinLength"/>.</summary>
    public static LogHead Create(byte[] head) =>
        new(head.Length, Sha256Sum.ComputeHex(head.AsSpan(0, MinLength)), Sha256Sum.ComputeHex(head));

    /// <summary>Returns whether a log that begins with these bytes is this one, or a shorter copy of it.</summary>
    public bool Matches(byte[] head) =>
        head.Length >= MinLength && (head.Length < Length ? StartsAlike(head) : Sha256Sum.ComputeHex(head.AsSpan(0, Length)) == Sum);

    /// <summary>Returns whether a log that begins with these bytes begins like this one.</summary>
    public bool StartsAlike(byte[] head) => head.Length >= MinLength && Sha256Sum.ComputeHex(head.AsSpan(0, MinLength)) == Start;
}
