namespace NhiPortal.Shell.Parts;

/// <summary>What a person is asked before something is done: what exactly will happen, and what they must give.</summary>
public sealed record ConfirmQuestion(string Title, string WhatHappens, string Do)
{
    public const int LongestReason = 1000;

    /// <summary>The single effects, listed under the sentence.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>Zero asks for no reason at all.</summary>
    public int ShortestReason { get; init; } = 10;
    public string ReasonLabel { get; init; } = "Reason";

    /// <summary>Reasons often given, offered as one press.</summary>
    public IReadOnlyList<string> ReasonsOffered { get; init; } = [];

    /// <summary>The name that must be typed to go on.</summary>
    public string? TypeToConfirm { get; init; }
    public bool Danger { get; init; }

    /// <summary>Carries it out while the dialog is open: returns null when done, or the refusal's sentence, which is shown
    /// in the dialog so that the reason is not lost.</summary>
    public Func<string, Task<string?>>? Act { get; init; }

    internal bool AsksNothing => ShortestReason == 0 && TypeToConfirm is null;

    /// <summary>Why the person may not go on yet, or null when they may.</summary>
    public string? Missing(string? reason, string? typed)
    {
        var length = reason?.Trim().Length ?? 0;
        if (length < ShortestReason)
            return length == 0 ? "Give a reason." : $"Give a reason of at least {ShortestReason} characters.";
        if (length > LongestReason) return $"Keep the reason under {LongestReason:N0} characters.";
        return TypeToConfirm is null || string.Equals(typed?.Trim(), TypeToConfirm, StringComparison.Ordinal)
            ? null : $"Type “{TypeToConfirm}” exactly to go on.";
    }
}
