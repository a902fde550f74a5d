using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence;

/// <summary>What a package proves and what not, in words, inside the package.</summary>
internal static class EvidenceProves
{
    /// <summary>What of the log had left the database, when the period reaches into it.</summary>
    public static string Archived(EvidenceContents package) => package.ArchivedEvents is { } events
        ? FormattableString.Invariant($"The log's first {events} events, up to {EvidenceNotes.Time(package.ArchivedUntil!.Value)}, had been archived: this package holds none of them, whatever their period; the archives do.")
        : "Nothing of the period had been archived.";

    public static string Text(EvidenceContents package)
    {
        var counts = package.Counts;
        return FormattableString.Invariant($"""
            # What this package proves, and what not

            Log {package.Log}, {EvidenceNotes.Time(package.From)} to {EvidenceNotes.Time(package.Until)}, {package.Scope}.
            Asked for by {package.AskedBy} at {EvidenceNotes.Time(package.AskedAt)}: {package.Reason}

            {counts.Events} events (leaves {counts.FirstLeaf} to {counts.LastLeaf}), {counts.Actions} administrative actions,
            of which {counts.Attributed} name both a workload identity and a human approver and {counts.Actions - counts.Attributed} do not.
            Between the first and the last event {counts.LeftOut} events of the log are named by hash only.
            {Archived(package)}

            ## Proved, when it verifies

            - Each event stands in the log at the place it names, and not one byte of it was changed since the checkpoint over
              {package.TreeSize} events was signed: its hash, with proof/omitted.txt, gives the signed root.
            - The order of events, and how many of the log's events are not in this package and where.
            - The log only grew between that checkpoint and the newest one at the time of asking, over {package.LatestSize} events.
            - Each row of each table says what its event says; the tables are written again and compared.
            - Every file is the one that was signed. Nothing was added and nothing taken away.
            - What report.pdf, matrix.xlsx, assessment-results.oscal.json and reviews.jsonl say was written by the portal when this
              package was built, and was not changed since. Their counts of events and actions are those of actions.jsonl.
            - Who asked the portal, which workload identity was proved, who approved, in which role, as recorded at that moment.

            ## Not proved

            - {(package.Whole ? "This package was asked for without narrowing: events left out were outside the period." : "This package is narrowed. That an event named by hash only is really of another scope, or outside the period, can be seen in the portal only.")}
            - That the portal's database was right about controls, owners, findings and reviews when this package was built: those
              files are signed with the package, but stand in no tree. What the log says of them is in the tables of events;
              each line of reviews.jsonl names the leaves that tell of it, as far as they are in this package.
            - More than the first {Domain.Controls.ControlFailingList.Most} objects that failed an evidence query, by name: their number is always told. Where nothing was
              measured in the period, nothing is said about its end.
            - That a control is effective: the evidence supports an auditor's judgement and does not replace it.
            - Anything done on a target without asking the portal.
            - Events that no checkpoint covered when it was asked for: the last minute, and whatever still waited for its place.
            - That the recorded names belong to the right human beings: that rests on your sign-in directory.
            - The time of an event beyond the portal's own clock.
            - **With the key inside the package alone: nothing about who made it.** Whoever can make a package can put a key into it.
              Compare the key with one you got another way ({"`proof/key.pem`"} against the portal's `/.well-known/jwks.json`, or the key file itself).
            - That no second history exists, unless you keep a checkpoint elsewhere (proof/latest.jws of an earlier package will do)
              and compare: that is the level “pinned key and anchored”.

            ## Check it

            Open `verify.html` in a browser and give it this package: nothing leaves your computer. Better use one from another
            source than this package. Or run `dotnet run --project src/NhiPortal -- verify package.zip --key key.pem --anchor earlier.jws`,
            or the script docs/verify_package.py, which needs Python and openssl only. docs/evidence.md shows every step by hand.

            """).Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
