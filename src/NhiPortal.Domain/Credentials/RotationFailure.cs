using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Credentials;

/// <summary>What holds when a step failed: what is still valid, what comes next, and which roles are told.</summary>
public sealed record RotationFailure(string StillValid, string ComesNext, IReadOnlyList<OwnerRole> Told)
{
    /// <summary>It was given up, and what was made for it is still there.</summary>
    public static readonly RotationFailure Left = new(
        "The old one works. What was made for the rotation may still open the door.", "Withdraw it on the target. The portal keeps trying, and sees it when it is gone.", [OwnerRole.IamOwner]);

    public static RotationFailure Of(RotationStep step) => step switch
    {
        RotationStep.Staged => new(
            "The old one works and everything uses it; nothing has changed.", "Make the new one again, or give the rotation up. There is nothing to undo.", [OwnerRole.IamOwner]),
        RotationStep.NewVerified => new(
            "The old one works and everything uses it. The new one exists and does not work.", "Withdraw the new one where it was made, and stage another; or give up. Nobody has been switched.", [OwnerRole.IamOwner]),
        RotationStep.Switched => new(
            "Both work. Some users may be on the new one, the others are on the old one.", "Finish the switch, or put everybody back. Take neither away before all are on one side.", [OwnerRole.IamOwner, OwnerRole.BusinessOwner]),
        _ => new(
            "The new one works and everything uses it. The old one may still open the door.", "Withdraw the old one at its target, and try to sign in with it again. Only its refusal closes this.",
            [OwnerRole.IamOwner, OwnerRole.BusinessOwner, OwnerRole.SecurityOperations]),
    };
}

/// <summary>What the steps are called.</summary>
public static class RotationStepWords
{
    public static string Words(this RotationStep step) => step switch
    {
        RotationStep.Planned => "planned",
        RotationStep.Staged => "new one made",
        RotationStep.NewVerified => "new one works",
        RotationStep.Switched => "users switched",
        RotationStep.OldDead => "old one dead",
        _ => "closed",
    };
}
