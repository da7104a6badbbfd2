namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Characters to take out of a text at a place, and what to put there.</summary>
internal readonly record struct TextEdit(int Start, int Length, string Text);
