namespace VcsaAuthGuard.Appliances;

/// <summary>A log on an appliance that has been read before.</summary>
/// <param name="HeadLength">How many bytes of its head <paramref name="HeadSum"/> is of.</param>
/// <param name="HeadSum">Their SHA-256, as hexadecimal digits.</param>
/// <param name="Offset">How far it was read, in bytes.</param>
public sealed record ApplianceLog(int HeadLength, string HeadSum, long Offset);
