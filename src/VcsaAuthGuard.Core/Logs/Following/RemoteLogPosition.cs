namespace VcsaAuthGuard.Logs.Following;

/// <summary>How far a log on another machine was read.</summary>
/// <param name="HeadLength">How many bytes of its head <paramref name="HeadSum"/> is of.</param>
/// <param name="HeadSum">Their SHA-256, as hexadecimal digits in small letters.</param>
/// <param name="Offset">How far it was read, in bytes.</param>
public sealed record RemoteLogPosition(int HeadLength, string HeadSum, long Offset);
