using System.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes a report as one HTML file that needs no other.</summary>
public static class AuthReportFile
{
    /// <summary>The file's name where only a folder is given.</summary>
    public const string DefaultName = "vcsa-auth-report.html";

    /// <summary>Writes the report. Whoever opens the file sees the old one or the new one, whole.</summary>
    /// <param name="report">What to tell.</param>
    /// <param name="path">The file.</param>
    /// <param name="isKept">Whether a file that is there stays; that is an error then.</param>
    /// <exception cref="IOException">It could not be written, or is there and has to stay.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(AuthReport report, string path, bool isKept = false)
    {
        string text = ReportPage.Write(report ?? throw new ArgumentNullException(nameof(report)));
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (!isKept && File.Exists(full))
            {
                File.Replace(temporary, full, null);
            }
            else
            {
                File.Move(temporary, full);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
