namespace NhiPortal.Features.Home;

/// <summary>Every kind of event that says an attempt was refused; a test holds the list to what the use cases write.</summary>
public static class RefusedAttempts
{
    public static readonly IReadOnlyList<string> Kinds =
    [
         "access.refused", "access_rules.agree.refused", "access_rules.decline.refused", "access_rules.discard_draft.refused",
         "access_rules.publish.refused", "access_rules.save_draft.refused", "audit.export.refused", "audit.read.refused", "audit.take_file.refused",
         "break_glass.drill.refused", "break_glass.duty_chief.refused", "break_glass.refused", "break_glass.review.refused",
         "candidate.dismiss.refused", "channel.add.refused", "channel.change.refused", "channel.replay.refused", "channel.replay_stream.refused",
         "channel.rotate_key.refused", "channel.test.refused", "channel.turn.refused", "control.export.refused", "control.measure.refused",
         "credential.add.refused", "credential.change.refused", "credential.report_use.refused", "credential.retire.refused",
         "delegation.accept.refused", "delegation.close.refused", "delegation.offer.refused", "evidence.ask.refused", "evidence.take.refused",
         "finding.agree_exception.refused", "finding.ask_exception.refused", "finding.assign.refused", "finding.withdraw_exception.refused",
         "grant.revoke.refused", "import.confirm.refused", "import.read.refused", "integration.change.refused", "integration.clone.refused",
         "integration.register.refused", "integration.resume.refused", "integration.retire.refused", "integration.suspend.refused", "job.run.refused",
         "log.answer_removal.refused", "log.ask_removal.refused", "log.end_hold.refused", "log.place_hold.refused", "log.verify.refused", "mail.test.refused", "ownership.accept.refused", "ownership.assign.refused", "ownership.attest.refused",
         "ownership.decline.refused", "path.add.refused", "path.remove.refused", "people.sync.confirm.refused", "people.sync.refused",
         "person.sign_in.refused", "person.sign_out.refused", "policy.agree.refused", "policy.decline.refused", "policy.discard_draft.refused",
         "policy.publish.refused", "policy.save_draft.refused", "privilege.agree.refused", "privilege.explain.refused", "privilege.revoke.refused",
         "question.ask.refused", "question.export.refused", "question.read_sample.refused", "question.sample.refused", "reminders.choose.refused",
         "reminders.see.refused", "request.answer.refused", "request.approve.refused", "request.ask.refused", "request.cancel.refused",
         "request.deny.refused", "request.pre_approval_revoke.refused", "request.question.refused", "request.watch_start.refused",
         "request.watch_stop.refused", "review.answer.refused", "review.close.refused", "review.confirm_line.refused", "review.end.refused",
         "review.extend.refused", "review.follow.refused", "review.judge.refused", "review.nudge.refused", "review.order.refused",
         "review.reassign.refused", "review.repeat.refused", "review.run.refused", "review.save.refused", "review.sign_off.refused",
         "review.start.refused", "review.stop_repeating.refused", "review.submit.refused", "revocation.answer_batch.refused",
         "revocation.confirm_removal.refused", "revocation.keep.refused", "revocation.pause.refused", "revocation.pause_all.refused",
         "revocation.report_removal.refused", "revocation.undo.refused", "room.admit.refused", "room.ask.refused", "room.close.refused",
         "room.enter.refused", "room.open.refused", "room.put.refused", "room.take.refused", "rotation.answer_rules.refused",
         "rotation.close.refused", "rotation.give_up.refused", "rotation.prove.refused", "rotation.save_rules.refused", "rotation.schedule.refused",
         "rotation.snooze.refused", "rotation.start.refused", "rotation.through.refused", "stop.begin.refused", "stop.confirm_line.refused",
         "stop.lift.refused", "token.refused", "unattended.answer.refused", "unattended.set.refused", "vendor.change.refused",
         "vendor.register.refused", "view.delete.refused", "view.rename.refused", "view.save.refused", "workload.add.refused",
         "workload.retire.refused",
    ];
}
