using System.Security;
using ICSharpCode.SharpZipLib;

namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Recognizes the exceptions of a file, an archive or a compressed stream that cannot be read.</summary>
internal static class ReadFailure
{
    /// <summary>Returns whether an exception means that an input cannot be read; the others are errors of the program.</summary>
    public static bool Matches(Exception e) =>
        e is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException or SharpZipBaseException
            or SecurityException;
}
