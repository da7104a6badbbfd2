using System.Text;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes a report as one HTML file that needs no other.</summary>
public static class AuthReportFile
{
    /// <summary>The name of the file where only a folder is given.</summary>
    public const string DefaultName = "vcsa-auth-report.html";

    /// <summary>Writes the report. The file has either its old content or its new content at any moment.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="isKept">Whether it is an error when the file exists.</param>
    /// <exception cref="IOException">The file cannot be written, or exists and is kept.</exception>
    /// <exception cref="UnauthorizedAccessException">This user is not allowed to write it.</exception>
    public static void Write(AuthReport report, string path, bool isKept = false)
    {
        string text = ReportPage.Write(report ?? throw new ArgumentNullException(nameof(report)));
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), isKept);
    }
}
