using VcsaAuthGuard.Logs;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>Represents a log of a vCenter Server and the lines of it that are read.</summary>
/// <param name="Log">The log.</param>
/// <param name="Name">What its name says of it.</param>
/// <param name="First">The number of the first line to read.</param>
/// <param name="Last">The number of the last line to read.</param>
internal sealed record LiveLog(DiagnosticLog Log, LogName Name, long First, long Last)
{
    /// <summary>Gets the name of the file without its folder.</summary>
    public string FileName => Log.FileName.Substring(Log.FileName.LastIndexOf('/') + 1);
}
