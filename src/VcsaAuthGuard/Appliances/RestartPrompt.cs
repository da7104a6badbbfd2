using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace VcsaAuthGuard.Appliances;

/// <summary>
/// Asks before a restart where ShouldProcess would, by -Confirm and $ConfirmPreference. The answer of the Enter key is No: ShouldProcess
/// has Yes, and a restart ends the work of everybody.
/// </summary>
internal sealed class RestartPrompt(PSCmdlet cmdlet)
{
    private const int Yes = 0;
    private const int YesToAll = 1;
    private const int No = 2;
    private const int NoToAll = 3;

    private static readonly Collection<ChoiceDescription> Choices =
    [
        new("&Yes", "Restart this appliance."),
        new("Yes to &All", "Restart this appliance and those after it."),
        new("&No", "Do not restart this appliance."),
        new("No to A&ll", "Restart neither this appliance nor those after it."),
    ];

    private int? _answer;

    /// <summary>Returns whether to restart; asks unless a question needs no answer or has been answered for all.</summary>
    public bool Ask(string title, string question)
    {
        if (!IsAsked())
        {
            cmdlet.WriteVerbose(question);
            return true;
        }

        int answer = _answer ?? cmdlet.Host.UI.PromptForChoice(title, question, Choices, No);
        _answer = answer is YesToAll or NoToAll ? answer : null;
        return answer is Yes or YesToAll;
    }

    private bool IsAsked() =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm)
            ? (SwitchParameter)confirm
            : LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue("ConfirmPreference"), out ConfirmImpact preference)
                && preference is not ConfirmImpact.None && preference <= ConfirmImpact.High;
}
