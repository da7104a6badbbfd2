using System.Text;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Reads a password from a file, from standard input or from the terminal; never from an argument or the environment, where
/// other processes could see it.</summary>
internal static class Password
{
    private const string StandardInput = "-";

    /// <summary>Reads the password.</summary>
    /// <param name="user">The account, for the prompt.</param>
    /// <param name="file">The file whose first line is the password; <c>-</c> for standard input; null to ask at the terminal.</param>
    /// <exception cref="FormatException">There is no password, or nobody to ask.</exception>
    public static string Read(string user, string? file)
    {
        string? password = file switch
        {
            StandardInput => Console.In.ReadLine(),
            null => Ask(user),
            _ => ReadFile(file),
        };
        return string.IsNullOrEmpty(password) ? throw new FormatException("There is no password in the first line.") : password;
    }

    private static string? ReadFile(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The password could not be read: {e.Message}", e);
        }
    }

    private static string Ask(string user)
    {
        if (Console.IsInputRedirected)
        {
            throw new FormatException("There is no terminal to ask at. Give --password-file FILE, or - for standard input.");
        }

        Console.Error.Write($"Password of {user}: ");
        StringBuilder password = new();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                password.Length = Math.Max(0, password.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                password.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
