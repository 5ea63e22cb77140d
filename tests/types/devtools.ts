// The entry with the panel.

import { createClient } from "everfetch";
import { Timeline, type TimelineKind } from "everfetch/devtools";

const { session } = createClient();

const timeline = new Timeline(document.body, { auto: true });
const leave: () => void = timeline.follow(session);
timeline.begin();
timeline.mark("waiting", 3);
timeline.end();
leave();

const kind: TimelineKind = "retried";
timeline.mark(kind);
// @ts-expect-error there is no such row
timeline.mark("sent-again");
// @ts-expect-error it is drawn somewhere
new Timeline();
