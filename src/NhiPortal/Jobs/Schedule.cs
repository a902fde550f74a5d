using System.Collections.Immutable;
using System.Linq.Expressions;
using Hangfire;
using Hangfire.Common;
using NhiPortal.Features.Administration;
using NhiPortal.Features.Audit;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Channels;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Delegations;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Owners;
using NhiPortal.Features.People;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Stops;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Jobs;

/// <summary>One recurring job: its stable name, what it calls and when (UTC).</summary>
public sealed record ScheduledJob(string Name, Job Job, string Cron, string Purpose);

/// <summary>Every recurring job, one line each. The database holds the due work; a job only wakes up to do it.</summary>
public static class Schedule
{
    private const string EveryNight = "17 2 * * *";
    private const string EveryNightLater = "47 2 * * *";

    public static readonly ImmutableArray<ScheduledJob> All =
    [
        Do<RequestJobs>("expire-requests", jobs => jobs.ExpireAsync(default), Cron.Minutely(), "Ends requests nobody answered in time"),
        Do<RequestJobs>("watch-requests", jobs => jobs.WatchAsync(default), Cron.Minutely(), "Escalates requests nobody answers, and notes where nobody may decide"),
        Do<RequestJobs>("return-changed", jobs => jobs.ReturnAsync(default), Cron.Minutely(), "Puts approvals to their owners again that rest on what has changed"),
        Do<GrantJobs>("end-due-grants", jobs => jobs.EndDueAsync(default), Cron.Minutely(), "Writes down that grants ended whose time is over"),
        Do<PreApprovalJobs>("end-due-pre-approvals", jobs => jobs.EndDueAsync(default), Cron.Minutely(), "Writes down that standing pre-approvals are over whose time has come"),
        Do<DelegationJobs>("end-due-delegations", jobs => jobs.EndDueAsync(default), Cron.Minutely(), "Writes down that stand-ins are over whose time has come"),
        Do<BreakGlassJobs>("note-overdue-reviews", jobs => jobs.NoteOverdueAsync(default), Cron.Minutely(), "Writes down that nobody reviewed a break-glass in time, and reminds again"),
        Do<OwnershipJobs>("sweep-ownerships", jobs => jobs.SweepAsync(default), Cron.Minutely(), "Opens and closes ownership gaps, and asks successors"),
        Do<ReminderJobs>("remind", jobs => jobs.RemindAsync(default), Cron.Minutely(), "Reminds people of what waits for them, at once or in the day's digest"),
        Do<ReminderJobs>("send-mail", jobs => jobs.SendAsync(default), Cron.Minutely(), "Sends the mail that is due"),
        Do<ReminderJobs>("read-returned-mail", jobs => jobs.ReadReturnedAsync(default), "*/5 * * * *", "Reads letters that came back, if a mailbox is named"),
        Do<ChannelJobs>("send-messages", jobs => jobs.SendAsync(default), Cron.Minutely(), "Sends the messages to channels that are due"),
        Do<PeopleJobs>("sync-people", jobs => jobs.SyncAsync(default), Cron.Hourly(7), "Brings people in step with the directory"),
        Do<AuditJobs>("sequence-audit", jobs => jobs.SequenceAsync(default), Cron.Minutely(), "Places audit events a dead sequencer left"),
        Do<AuditJobs>("sign-checkpoint", jobs => jobs.SignAsync(default), Cron.Minutely(), "Signs a checkpoint of a log that grew"),
        Do<AuditJobs>("anchor-checkpoint", jobs => jobs.AnchorAsync(default), "*/10 * * * *", "Has the newest checkpoint kept in a second place, once an hour"),
        Do<AuditJobs>("verify-log", jobs => jobs.VerifyAsync(default), EveryNight, "Verifies the whole audit log"),
        Do<AuditJobs>("archive-log", jobs => jobs.ArchiveAsync(default), "27 3 * * *", "Writes what is past retention at the log's beginning into a signed archive"),
        Do<AuditJobs>("remove-archived", jobs => jobs.RemoveArchivedAsync(default), Cron.Minutely(), "Takes archived events out of the database that two people agreed on"),
        Do<EvidenceJobs>("build-evidence", jobs => jobs.BuildAsync(default), Cron.Minutely(), "Builds packages of evidence that were asked for, also after a restart"),
        Do<ExecutionJobs>("carry-out", jobs => jobs.CarryOutAsync(default), Cron.Minutely(), "Does on targets what was granted, and takes back what has ended"),
        Do<RotationJobs>("plan-rotations", jobs => jobs.PlanAsync(default), Cron.Minutely(), "Gives credentials the dates of the rotation rules in force"),
        Do<RotationJobs>("start-rotations", jobs => jobs.StartAsync(default), Cron.Minutely(), "Begins rotations on their day whose schedule says so, or asks their owner"),
        Do<RotationJobs>("rotate", jobs => jobs.RotateAsync(default), Cron.Minutely(), "Takes rotations through connectors a step further, until each is proved"),
        Do<UnattendedJobs>("sweep-unattended", jobs => jobs.SweepAsync(default), "*/5 * * * *", "Warns of, announces and takes away what nobody attends to"),
        Do<UnattendedJobs>("confirm-revocations", jobs => jobs.ConfirmAsync(default), Cron.Minutely(), "Looks whether what was taken away is gone"),
        Do<StopJobs>("carry-out-stops", jobs => jobs.CarryOutAsync(default), Cron.Minutely(), "Takes away what is under a stop, and follows until each target confirms it"),
        Do<ReviewEndingJobs>("finish-reviews", jobs => jobs.FinishAsync(default), Cron.Minutely(), "Ends access reviews whose day has come, and carries out what was decided"),
        Do<ReviewJobs>("run-reviews", jobs => jobs.KeepGoingAsync(default), "*/5 * * * *", "Brings new owners into running access reviews, reminds and escalates"),
        Do<ReviewJobs>("repeat-reviews", jobs => jobs.RepeatAsync(default), "*/15 * * * *", "Starts the next of each series of access reviews on its day"),
        Do<DiscoveryJobs>("read-accounts", jobs => jobs.ReadAllAsync(default), EveryNightLater, "Reads who has an account on each target with a connector"),
        Do<FindingJobs>("sweep-findings", jobs => jobs.SweepAsync(default), Cron.Minutely(), "Judges again what the clock alone has changed"),
        Do<FindingJobs>("judge-findings", jobs => jobs.JudgeAllAsync(default), "5 3 * * *", "Judges every integration and target by every finding rule"),
        Do<ControlJobs>("measure-controls", jobs => jobs.MeasureAsync(default), "35 3 * * *", "Measures every control by its evidence queries and keeps the results"),
        Do<UpkeepJobs>("prune", jobs => jobs.PruneAsync(default), Cron.Hourly(41), "Forgets seen tokens, idempotent answers and old changes"),
    ];

    /// <summary>Makes the stored schedule this one: adds, changes, and removes what is no longer here.</summary>
    public static void Register(IRecurringJobManager recurring, IEnumerable<string> known)
    {
        foreach (var gone in known.Except(All.Select(job => job.Name)))
            recurring.RemoveIfExists(gone);
        foreach (var job in All)
            recurring.AddOrUpdate(job.Name, job.Job, job.Cron, new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
    }

    private static ScheduledJob Do<T>(string name, Expression<Func<T, Task>> call, string cron, string purpose) => new(name, Job.FromExpression(call), cron, purpose);
}
