using System.CommandLine;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the options of commands that change something: <c>--what-if</c> and <c>--yes</c>.</summary>
internal sealed class ConfirmArguments
{
    private readonly Option<bool> _whatIf = new("--what-if") { Description = "Shows what would be done, and does nothing." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Does it without asking." };

    public void AddTo(Command command)
    {
        command.Add(_whatIf);
        command.Add(_yes);
    }

    public Confirmation Read(ParseResult parsed) => new(parsed.GetValue(_whatIf), parsed.GetValue(_yes));
}

/// <summary>Represents the consent to a change.</summary>
/// <param name="IsWhatIf">Whether nothing is to be changed.</param>
/// <param name="IsGiven">Whether consent was given beforehand.</param>
internal sealed record Confirmation(bool IsWhatIf, bool IsGiven)
{
    /// <summary>Asks at the terminal; the default is no. Without a terminal the answer is no, with a line that says why.</summary>
    public bool Ask(string question)
    {
        if (IsWhatIf)
        {
            Console.Error.WriteLine("Nothing was changed (--what-if).");
            return false;
        }

        if (IsGiven)
        {
            return true;
        }

        if (Console.IsInputRedirected)
        {
            Console.Error.WriteLine("Nothing was changed: there is no terminal to ask at. Give --yes, or --what-if.");
            return false;
        }

        Console.Error.Write($"{question} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
