using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>Quotes names for commands. Log text is untrusted: it is never more than one word of a command.</summary>
internal static class RemedyText
{
    /// <summary>Stands for the name of a vCenter Server that is not known.</summary>
    public const string UnknownServer = "<vcenter>";

    /// <summary>Stands for the name of a host that no log names.</summary>
    public const string UnknownHost = "<host>";

    /// <summary>Stands for the name of an account that no log names.</summary>
    public const string UnknownAccount = "<account>";

    /// <summary>Quotes text for PowerShell, which treats typographic quotes as quotes too.</summary>
    public static string Quote(string text)
    {
        IEnumerable<char> visible = text.Where(c =>
            CharUnicodeInfo.GetUnicodeCategory(c)
                is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                )
        );
        return "'" + string.Concat(visible.Select(c => c is '\'' or >= '\u2018' and <= '\u201B' ? new string(c, 2) : c.ToString())) + "'";
    }

    /// <summary>Returns a name as it is where no character has a meaning in PowerShell or sh, and quoted otherwise.</summary>
    public static string Word(string text) => text.Length > 0 && char.IsLetterOrDigit(text[0]) && text.All(IsPlain) ? text : Quote(text);

    /// <summary>Numbers the remedies and makes their text safe to show.</summary>
    public static IReadOnlyList<DiagnosisRemedy> Number(IEnumerable<DiagnosisRemedy> remedies) =>
        remedies
            .Select((remedy, index) =>
                remedy with
                {
                    Order = index + 1,
                    Why = TerminalText.OneLine(remedy.Why),
                    Command = TerminalText.OneLine(remedy.Command),
                    Interrupts = TerminalText.OneLine(remedy.Interrupts),
                }
            )
            .ToArray();

    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_' or ':';
}
