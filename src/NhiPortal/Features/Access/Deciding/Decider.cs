using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.SignIn.Workloads;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>Decides one question and answers only when the decision is durable; null when it could not be, and then nobody may act.</summary>
internal sealed class Decider(DecisionMemory memory, SubjectNames names, GroupCommit commits, TimeProvider time)
{
    private const int Tries = 6;

    /// <param name="asker">Who asks.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="call">The question's call, within bounds.</param>
    /// <param name="readmit">Judges the caller's token again when trust has changed; null when it is believed no more.</param>
    /// <param name="cancellation">The caller went away.</param>
    public async Task<Decided?> DecideAsync(Asker asker, Question question, ActionCall call, Func<long, ValueTask<Caller?>> readmit, CancellationToken cancellation)
    {
        for (var run = 1; run <= Tries; run++)
        {
            if (asker.Caller.TrustVersion < memory.Trust)
            {
                if (await readmit(memory.Trust) is not { } again)
                    return null;
                asker = asker with { Caller = again };
            }

            var subject = await FindAsync(asker.Caller, question, cancellation);
            var decided = Judge(asker, call, question, subject);
            var record = new PendingRecord(DecisionLine.Write(asker, question.Subject, decided, subject.Known))
            {
                Known = subject.Known,
                Trust = asker.Caller.TrustVersion,
                Identities = subject.Version,
                Grant = decided.Judgement.Allowed ? decided.Judgement.Grant : null,
            };
            if (!commits.TryAdd(record))
                return null;
            // Not cancelled: a caller who hangs up does not take the record out of the commit.
            switch (await record.Done)
            {
                case RecordOutcome.Recorded:
                    return decided;
                case RecordOutcome.Failed:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The binding hash an approval of this call would carry.</summary>
    public static string Bind(AccessFacts? facts, WorkloadId workload, ActionCall call) =>
        (facts is not null && facts.Targets.TryGetValue(call.Target, out var target) && target.Actions.TryGetValue(call.Action, out var path)
            ? call.Narrow(path.MeaningfulFields)
            : call).BindTo(workload);

    public async ValueTask<Subject> FindAsync(Caller caller, Question question, CancellationToken cancellation)
    {
        if (caller.IsWorkload)
        {
            var self = new WorkloadId(caller.Id);
            // Its own names need no look-up; another's is answered like nobody's.
            var itself = (question.Subject == caller.Subject || question.Subject == caller.Name || (Guid.TryParse(question.Subject, out var id) && id == caller.Id))
                && (question.SubjectIssuer is null || question.SubjectIssuer == caller.Issuer);
            return itself ? new Subject(self, Live(await memory.GetAsync(caller.Integration!.Value, cancellation), self), null, null) : default;
        }

        var named = await names.FindAsync(question.Subject, question.SubjectIssuer, cancellation);
        return named.Workload is { } workload
            ? new Subject(workload, Live(await memory.GetAsync(named.Integration, cancellation), workload), null, named.Version)
            : new Subject(null, null, named.Hint, named.Version);
    }

    private static KnownIntegration? Live(KnownIntegration? known, WorkloadId workload) => known?.Workloads.ContainsKey(workload) == true ? known : null;

    private Decided Judge(Asker asker, ActionCall call, Question question, Subject subject)
    {
        var now = time.GetUtcNow();
        var eventId = Guid.CreateVersion7(now);
        if (subject is not { Workload: { } workload, Known: { } known })
            return new Decided(eventId, now, null, call, Judgement.Deny("unknown_subject", "There is no such workload for this caller."), subject.Hint) { Binding = call.BindTo(default) };
        var judgement = asker.Caller.IsWorkload || asker.Caller.Guards.Contains(call.Target)
            ? AccessJudge.Decide(known.Facts, workload, call, question.Approval, now, asker.Caller.IsWorkload || known.Facts.Rules is null ? null : question.Stated())
            // A target one does not guard is as unknown as one that does not exist.
            : Judgement.Deny("not_on_approved_list", $"{known.Facts.Key} has no path for {call.Action} on this target.");
        // A grant was found by its hash; working it out again would only cost time.
        return new Decided(eventId, now, workload, call, judgement) { Binding = judgement is { Allowed: true, Grant: { } grant } ? grant.BindingHash : Bind(known.Facts, workload, call) };
    }
}

/// <summary>Whom a question is about, as far as its caller may know: nobody when <see cref="Known"/> is null.</summary>
internal readonly record struct Subject(WorkloadId? Workload, KnownIntegration? Known, string? Hint, long? Version);
