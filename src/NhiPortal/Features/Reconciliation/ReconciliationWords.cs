using NhiPortal.Domain.Reconciliation;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Reconciliation;

/// <summary>How the classes of privilege are called and look.</summary>
public static class ReconciliationWords
{
    public static string Words(this PrivilegeClass one) => one switch
    {
        PrivilegeClass.Explained => "Explained",
        PrivilegeClass.NeverApproved => "Done but never approved",
        PrivilegeClass.DoneOtherwise => "Approved but done otherwise",
        _ => "Nobody can explain it",
    };

    public static Tone Tone(this PrivilegeClass one) => one switch
    {
        PrivilegeClass.Explained => Shell.Parts.Tone.Ok,
        PrivilegeClass.Unexplained => Shell.Parts.Tone.Bad,
        _ => Shell.Parts.Tone.Warn,
    };
}
