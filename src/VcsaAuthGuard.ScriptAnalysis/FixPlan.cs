using System.Globalization;
using System.Management.Automation.Language;
using System.Text;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents the changes that -Fix makes to one script: the new text and the findings it resolves.</summary>
internal sealed class FixPlan
{
    // Each change is looked for in the text the one before left; a script with more logins than this is left for another run.
    private const int MaxChanges = 20;

    private FixPlan(string text) => Text = text;

    public string Text { get; private set; }

    /// <summary>Gets the changes, one sentence each.</summary>
    public List<string> Summaries { get; } = [];

    public static FixPlan Create(string text, string path, ScriptRule[] rules)
    {
        FixPlan plan = new(text);
        for (int i = 0; i < MaxChanges; i++)
        {
            ScriptBlockAst script = ScriptParser.Parse(plan.Text, path, out ParseError[] mistakes);
            ScriptFinding? next =
                mistakes.Length > 0 ? null : ScriptRules.Find(script, rules).FirstOrDefault(finding => finding.Fix is not null);
            if (next?.Fix is null)
            {
                break;
            }

            plan.Summaries.Add(next.Fix.Summary);
            plan.Text = next.Fix.ApplyTo(plan.Text);
        }

        return plan;
    }

    /// <summary>Returns the lines that are new, with their numbers in the new text, and one line for each run of lines that only go in by a
    /// step.</summary>
    public string Change(string before)
    {
        string[] old = Lines(before);
        string[] now = Lines(Text);
        StringBuilder shown = new();
        int at = 0;
        int indented = 0;
        for (int i = 0; i < now.Length; i++)
        {
            bool isKept = at < old.Length && now[i].TrimStart() == old[at].TrimStart();
            if (isKept && now[i] != old[at])
            {
                indented++;
            }
            else if (indented > 0)
            {
                shown.AppendLine().Append("      ").Append(indented).Append(indented == 1 ? " line" : " lines").Append(" indented");
                indented = 0;
            }

            if (isKept)
            {
                at++;
            }
            else
            {
                shown.AppendLine().Append((i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(5)).Append(" + ").Append(now[i]);
            }
        }

        return shown.ToString();
    }

    private static string[] Lines(string text) => text.Replace("\r\n", "\n").Split('\n');
}
