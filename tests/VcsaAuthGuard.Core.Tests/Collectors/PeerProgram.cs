using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Collectors;

/// <summary>Finds the third-party programs that configurations are tried with.</summary>
internal static class PeerProgram
{
    /// <summary>Returns a program's path; skips the test where the program is not here, or fails it where CI requires it.</summary>
    public static string Find(string name, string package)
    {
        string administrators = Path.Combine("/usr/sbin", name);
        string? program = Repository.Program(name) ?? (File.Exists(administrators) ? administrators : null);
        if (program is null)
        {
            Assert.False(Repository.IsRequired(name), $"{name} is required and not here.");
            Assert.Skip($"{name} is not here (apt-get install {package}).");
        }

        return program;
    }
}
