using System.Text;

namespace VcsaAuthGuard.Cli;

/// <summary>Reads a password from a file or from standard input. It is never an argument, which other users could see.</summary>
internal static class PasswordSource
{
    /// <summary>Reads a password.</summary>
    /// <param name="path">The file, or - for standard input.</param>
    /// <param name="user">The account, for the prompt on a terminal.</param>
    /// <exception cref="FormatException">The file cannot be read, or other users can read it.</exception>
    public static string Read(string path, string user)
    {
        if (path == "-")
        {
            return Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : Prompt(user);
        }

        try
        {
            if (!OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None)
            {
                throw new FormatException($"--password-file: other users can read {path}. Run: chmod 600 {path}");
            }

            return File.ReadLines(path).FirstOrDefault() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"--password-file: {e.Message}", e);
        }
    }

    private static string Prompt(string user)
    {
        Console.Error.Write($"Password of {user}: ");
        StringBuilder password = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                password.Length -= password.Length > 0 ? 1 : 0;
            }
            else
            {
                password.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
