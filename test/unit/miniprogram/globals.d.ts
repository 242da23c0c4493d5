/** These tests run in Node, but see the phone's globals: this one Node has and the phone's typings do not name. */
declare function structuredClone<Value>(value: Value): Value
