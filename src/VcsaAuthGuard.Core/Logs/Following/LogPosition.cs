namespace VcsaAuthGuard.Logs.Following;

/// <summary>How far one log has been read: what a later run goes on from.</summary>
/// <param name="Source">The log's last known name.</param>
/// <param name="Head">What it is known by.</param>
/// <param name="Offset">Bytes before the first entry that has not been given yet.</param>
/// <param name="Line">Line feeds before <paramref name="Offset"/>; -1 while nobody has counted them.</param>
/// <param name="AnnouncedOffset">Up to here, entries were about to be given when this was written, and may have been.</param>
/// <param name="Length">The most it was seen to hold.</param>
/// <param name="FirstOffset">Where this run began to read it.</param>
/// <param name="FirstLine">Line feeds before that; -1 while nobody has counted them.</param>
internal sealed record LogPosition(string Source, LogHead Head, long Offset, long Line, long AnnouncedOffset, long Length, long FirstOffset, long FirstLine);
