namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>A change of a script's text that does not change what the script does while all goes well.</summary>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Edits">Its parts, which do not overlap.</param>
internal sealed record ScriptFix(string Summary, IReadOnlyList<TextEdit> Edits)
{
    /// <summary>The text with the change made.</summary>
    public string ApplyTo(string text)
    {
        foreach (TextEdit edit in Edits.OrderByDescending(edit => edit.Start))
        {
            text = text.Remove(edit.Start, edit.Length).Insert(edit.Start, edit.Text);
        }

        return text;
    }
}
