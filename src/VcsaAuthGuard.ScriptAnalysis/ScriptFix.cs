namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents a change of a script's text that does not change the script's result when nothing fails.</summary>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Edits">Its parts, which do not overlap.</param>
internal sealed record ScriptFix(string Summary, IReadOnlyList<TextEdit> Edits)
{
    /// <summary>Returns the text with the change made.</summary>
    public string ApplyTo(string text)
    {
        foreach (TextEdit edit in Edits.OrderByDescending(edit => edit.Start))
        {
            text = text.Remove(edit.Start, edit.Length).Insert(edit.Start, edit.Text);
        }

        return text;
    }
}

/// <summary>Represents characters to remove from a text and the text to put in their place.</summary>
internal readonly record struct TextEdit(int Start, int Length, string Text);
